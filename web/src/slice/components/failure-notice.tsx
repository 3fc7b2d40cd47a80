import { Alert, Button } from 'antd';
import type { Failure } from '../../api/failure';
import { t } from '../../messages/messages';

interface Props {
  title: string;
  failure: Failure;
  retry: () => void;
}

/** Says what failed and why; the input stays where it is. */
export function FailureNotice({ title, failure, retry }: Props) {
  return (
    <Alert
      className="failure"
      type="error"
      showIcon
      title={title}
      description={<FailureText failure={failure} />}
      action={
        <Button size="small" onClick={retry}>
          {t('error.retry')}
        </Button>
      }
    />
  );
}

function FailureText({ failure }: { failure: Failure }) {
  if (failure.kind === 'network') return <>{`${t('error.network')}${t('error.kept')}`}</>;
  if (failure.kind === 'unexpected') {
    return <>{`${t('error.unexpected', { status: failure.status })}${t('error.kept')}`}</>;
  }
  const { title, detail, hint, request_id: id, status, faults } = failure.problem;
  const rest = (faults ?? []).slice(1).map((fault) => fault.hint ?? fault.detail ?? '');
  const lines = [...new Set([title, hint ?? '', detail ?? '', ...rest])].filter((line) => line !== '');
  const traces = [t('error.status', { status }), id ? t('error.requestId', { id }) : '', t('error.kept')];
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      <div className="quiet">{traces.filter((text) => text !== '').join(' · ')}</div>
    </>
  );
}
