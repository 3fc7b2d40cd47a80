import { useQuery } from '@tanstack/react-query';
import { Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { whole } from '../../lib/numbers';
import { t } from '../../messages/messages';
import { useSlice } from '../hooks/use-slice';
import { fieldLabel, valueLabel } from '../labels';
import { facetValuesQuery } from '../queries/facet-values';
import { fieldsQuery } from '../queries/fields';
import { chosenValues, toggleValue } from '../state/edit-filters';

const VALUES_SHOWN = 100;

/** ＋ 条件 by every facet of the service, where the screen has no rail of facets. */
export function AddFilter({ name }: { name?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      getPopupContainer={(button) => button.parentElement ?? document.body}
      content={<FilterForm />}
    >
      <Button size="small" aria-expanded={isOpen} aria-label={name}>
        {t('filter.add')}
      </Button>
    </Popover>
  );
}

function FilterForm() {
  const { slice, update, names } = useSlice();
  const fields = useQuery(fieldsQuery()).data?.fields.filter((field) => field.facetable) ?? [];
  const [field, setField] = useState('item');
  const [contains, setContains] = useState('');
  const values = useQuery(facetValuesQuery(slice, field, contains.trim(), VALUES_SHOWN, fields.length > 0));
  const chosen = [...chosenValues(slice.clauses, field, false)];
  const toggle = (value: string): void => update({ clauses: toggleValue(slice.clauses, field, value, 'include') });
  return (
    <div className="filter-form">
      <Select
        aria-label={t('filter.field')}
        value={field}
        popupMatchSelectWidth={false}
        options={fields.map(({ name }) => ({ value: name, label: fieldLabel(names, name) }))}
        onChange={(next) => (setField(next), setContains(''))}
      />
      <Select
        mode="multiple"
        className="filter-values"
        aria-label={t('filter.values')}
        placeholder={t('filter.values')}
        value={chosen}
        loading={values.isFetching}
        showSearch={{ filterOption: false, onSearch: setContains, searchValue: contains }}
        notFoundContent={values.isFetching ? t('list.loading') : t('facet.noMatch')}
        options={values.data?.buckets.map(({ value, count }) => ({ value, label: `${valueLabel(names, field, value)} · ${whole(count)}` })) ?? []}
        onSelect={toggle}
        onDeselect={toggle}
      />
    </div>
  );
}
