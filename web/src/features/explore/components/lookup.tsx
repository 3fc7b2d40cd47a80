import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { failureOf } from '../../../api/failure';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { lookupQuery } from '../queries/explain';
import { FailureNotice } from '../../../slice/components/failure-notice';

/** 搜不到?: one pastes what one expected to find and learns what keeps it out. */
export function Lookup() {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <form
      className="lookup"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(typed.trim());
      }}
    >
      <label htmlFor="lookup">{t('lookup.label')}</label>
      <div className="lookup-row">
        <Input
          id="lookup"
          value={typed}
          placeholder={t('lookup.placeholder')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button htmlType="submit" disabled={typed.trim() === ''}>
          {t('lookup.ask')}
        </Button>
      </div>
      {asked !== '' && <LookupAnswer asked={asked} choose={setAsked} />}
    </form>
  );
}

function LookupAnswer({ asked, choose }: { asked: string; choose: (id: string) => void }) {
  const { state, update } = useExplore();
  const answer = useQuery(lookupQuery(asked, state));
  if (answer.error) {
    return (
      <FailureNotice title={t('why.failed')} failure={failureOf(answer.error)} retry={() => void answer.refetch()} />
    );
  }
  if (!answer.data) return <p className="quiet">{t('list.loading')}</p>;
  const { explanation, candidates } = answer.data;
  const isStored = explanation.clauses.length > 0 || explanation.filters.length > 0 || explanation.matches;
  return (
    <div className="lookup-answer" role="status">
      {candidates.length === 0 && <p>{explanation.excluded_by?.detail ?? t('lookup.matches', { id: explanation.id })}</p>}
      {isStored && (
        <Button size="small" onClick={() => update({ review: explanation.id })}>
          {t('lookup.open', { id: explanation.id })}
        </Button>
      )}
      {candidates.length > 0 && <p>{t('lookup.which')}</p>}
      {candidates.map(({ id, text }) => (
        <button key={id} type="button" className="link lookup-candidate" title={id} onClick={() => choose(id)}>
          {text}
        </button>
      ))}
    </div>
  );
}
