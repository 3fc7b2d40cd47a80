import { Alert, Button } from 'antd';
import type { Failure } from '../../../api/failure';
import { t } from '../../../messages/messages';

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
  const details = (faults ?? []).map((fault) => fault.detail ?? '').filter((text) => text !== '' && text !== detail);
  return (
    <>
      <div>{detail ?? title}</div>
      {details.map((text) => (
        <div key={text}>{text}</div>
      ))}
      {hint && <div>{hint}</div>}
      <div className="quiet">
        {[t('error.status', { status }), id ? t('error.requestId', { id }) : '', t('error.kept')].filter(Boolean).join(' · ')}
      </div>
    </>
  );
}
