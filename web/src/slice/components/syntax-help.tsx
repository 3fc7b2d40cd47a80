import { type MessageKey, t } from '../../messages/messages';

const FORMS: readonly [string, MessageKey][] = [
  ['上菜慢', 'syntax.bare'],
  ['"再也不来"', 'syntax.phrase'],
  ['慢 或 久', 'syntax.or'],
  ['慢 -排队', 'syntax.not'],
  ['评分<=2', 'syntax.rating'],
  ['时间:近30天', 'syntax.time'],
  ['时间:2021-03..2021-06', 'syntax.range'],
  ['商品:(a 或 b)', 'syntax.value'],
  ['情感:负面', 'syntax.sentiment'],
  ['有:图 缺:评分', 'syntax.has'],
  ['标题:慢 回复:抱歉', 'syntax.part'],
  ['近(上菜 慢, 5)', 'syntax.near'],
  ['词:和服', 'syntax.word'],
];

/** The forms of the query language, each by an example. */
export function SyntaxHelp() {
  return (
    <section className="syntax" aria-label={t('syntax.title')}>
      <h3>{t('syntax.title')}</h3>
      <dl className="keys forms">
        {FORMS.map(([form, word]) => (
          <div key={form}>
            <dt>
              <code>{form}</code>
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
