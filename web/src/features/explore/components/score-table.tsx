import type { Score } from '../../../api/types';
import { t, wordFor } from '../../../messages/messages';
import { tellingParts } from '../state/explanation';

/** What a relevance score is made of, the largest part first. */
export function ScoreTable({ score }: { score: Score }) {
  return (
    <table className="score-table">
      <caption>{t('why.score', { total: score.total.toFixed(2) })}</caption>
      <tbody>
        {tellingParts(score.parts).map((part) => (
          <tr key={`${part.name} ${part.detail ?? ''}`}>
            <th scope="row">{wordFor('why.part', part.name)}</th>
            <td>{part.name === 'closeness' ? t('why.between', { count: part.detail ?? 0 }) : part.detail}</td>
            <td className="number">{part.value.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
