import { Alert, Button, Checkbox, Input } from 'antd';
import { useId, useState } from 'react';
import { tryKey } from '../../api/client';
import { type Failure, failureOf } from '../../api/failure';
import { isSendable, keepKey } from '../../api/key';
import { t } from '../../messages/messages';
import './key.css';

type Attempt = { kind: 'idle' | 'trying' | 'wrong' } | { kind: 'failed'; text: string };

/** Asks for a key, tries it, and keeps it where the person wants. */
export function KeyScreen({ wasRefused }: { wasRefused: boolean }) {
  const [typed, setTyped] = useState('');
  const [onThisComputer, setOnThisComputer] = useState(false);
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'idle' });
  const [inputId, noticeId] = [useId(), useId()];
  const key = typed.trim();
  const enter = async (): Promise<void> => {
    if (key === '') return;
    if (!isSendable(key)) return setAttempt({ kind: 'wrong' });
    setAttempt({ kind: 'trying' });
    try {
      await tryKey(key);
      keepKey(key, onThisComputer);
    } catch (error) {
      setAttempt(outcome(failureOf(error)));
    }
  };
  const notice = noticeOf(attempt, wasRefused);
  return (
    <main className="key-screen">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>{t('key.title')}</h1>
        <p className="quiet">{t('key.hint')}</p>
        <label htmlFor={inputId}>{t('key.label')}</label>
        <Input.Password
          id={inputId}
          value={typed}
          autoFocus
          autoComplete="current-password"
          spellCheck={false}
          status={attempt.kind === 'wrong' ? 'error' : ''}
          aria-invalid={attempt.kind === 'wrong'}
          aria-describedby={noticeId}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div id={noticeId} role="status">
          {notice !== '' && <Alert type="error" showIcon title={notice} />}
        </div>
        <Checkbox checked={onThisComputer} onChange={(event) => setOnThisComputer(event.target.checked)}>
          {t('key.remember')}
        </Checkbox>
        <Button type="primary" htmlType="submit" loading={attempt.kind === 'trying'} disabled={key === ''}>
          {t('key.enter')}
        </Button>
      </form>
    </main>
  );
}

function outcome(failure: Failure): Attempt {
  if (failure.kind === 'network') return { kind: 'failed', text: t('error.network') };
  if (failure.kind === 'unexpected') return { kind: 'failed', text: t('error.unexpected', { status: failure.status }) };
  const { status, title, hint } = failure.problem;
  return status === 401 ? { kind: 'wrong' } : { kind: 'failed', text: [title, hint ?? ''].join(' ').trim() };
}

function noticeOf(attempt: Attempt, wasRefused: boolean): string {
  if (attempt.kind === 'wrong') return t('key.wrong');
  if (attempt.kind === 'failed') return attempt.text;
  return wasRefused ? t('key.refused') : '';
}
