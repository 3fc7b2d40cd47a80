// The names of fields, aspects, flags and reasons in the language of the page, by the ids that the service uses.
import type { FieldList } from '../api/types';
import { locale, t } from '../messages/messages';

export interface NamedAspect {
  id: string;
  parent: string | null;
  label: string;
}

export interface Names {
  fields: ReadonlyMap<string, string>;
  aspects: ReadonlyMap<string, NamedAspect>;
  flags: ReadonlyMap<string, string>;
  reasons: ReadonlyMap<string, string>;
}

export function namesOf(list: Pick<FieldList, 'fields' | 'aspects' | 'flags'> | undefined): Names {
  const { fields = [], aspects = [], flags = [] } = list ?? {};
  const reasons = flags.flatMap((flag) => flag.reasons);
  return {
    fields: new Map([
      ...fields.map((field): [string, string] => [field.name, field.label[locale()]]),
      ['missing', t('pill.missing')],
      ['has', t('pill.has')],
    ]),
    aspects: new Map(aspects.map(({ id, parent, label }) => [id, { id, parent: parent ?? null, label: label[locale()] }])),
    flags: new Map(flags.map(({ id, label }) => [id, label[locale()]])),
    reasons: new Map(reasons.map(({ id, label }) => [id, label[locale()]])),
  };
}
