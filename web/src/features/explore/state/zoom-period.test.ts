import { expect, test } from 'vitest';
import { zoomPeriod } from './zoom-period';

test('zooming never widens the period', () => {
  const current = { kind: 'range', from: '2021-01-15', to: '2021-03-10' } as const;
  expect(zoomPeriod('2021-01-01', '2021-02-28', current)).toEqual({ from: '2021-01-15', to: '2021-02-28' });
  expect(zoomPeriod('2021-02-01', '2021-03-31', current)).toEqual({ from: '2021-02-01', to: '2021-03-10' });
  expect(zoomPeriod('2021-02-01', '2021-03-31', undefined)).toEqual({ from: '2021-02-01', to: '2021-03-31' });
  expect(zoomPeriod('2021-02-01', '2021-03-31', { kind: 'range', from: '', to: '' })).toEqual({
    from: '2021-02-01',
    to: '2021-03-31',
  });
});
