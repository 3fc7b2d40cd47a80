import { expect, test } from 'vitest';
import { changedParts, correctedParts, draftOf, withAspect, withFlag, withPolarity, withoutAspect } from './correction';

const aspect = (id: string, polarity: string) => ({ aspect: id, polarity, label: id, score: 0, opinions: [] });
const flag = (name: string, reason: string) => ({ flag: name, reason, evidence: '' });
const now = draftOf({
  sentiment: { score: -0.4, bucket: 'negative' },
  aspects: [aspect('wait', 'negative'), aspect('taste', 'positive')],
  flags: [flag('privacy', 'phone'), flag('privacy', 'email'), flag('abuse', 'insult')],
});

test('only what was changed is sent', () => {
  expect(changedParts(now, now)).toEqual({});
  expect(changedParts(now, { ...now, bucket: 'neutral' })).toEqual({ bucket: 'neutral' });
  expect(changedParts(now, withFlag(now, 'abuse', false))).toEqual({ flags: ['privacy'] });
  expect(changedParts(now, withFlag(now, 'conflict', true))).toEqual({ flags: ['abuse', 'privacy', 'conflict'] });
  expect(changedParts(now, withPolarity(now, 'wait', 'neutral'))).toEqual({
    aspects: [{ aspect: 'wait', polarity: 'neutral' }, { aspect: 'taste', polarity: 'positive' }],
  });
  expect(changedParts(now, withoutAspect(withoutAspect(now, 'wait'), 'taste'))).toEqual({ aspects: [] });
});

test('what is taken back is no change, and nothing is added twice', () => {
  expect(changedParts(now, withFlag(withFlag(now, 'burst', true), 'burst', false))).toEqual({});
  expect(changedParts(now, withAspect(now, 'taste'))).toEqual({});
  expect(changedParts(now, withAspect(now, ''))).toEqual({});
  const again = withPolarity(withAspect(withoutAspect(now, 'taste'), 'taste'), 'taste', 'positive');
  expect(changedParts(now, again)).toEqual({});
});

test('parts that were corrected', () => {
  const nothing = { bucket: null, aspects: null, flags_added: [], flags_removed: [] };
  expect(correctedParts(null)).toEqual([]);
  expect(correctedParts({ ...nothing, aspects: [] })).toEqual(['aspects']);
  expect(correctedParts({ ...nothing, bucket: 'neutral', flags_removed: ['abuse'] })).toEqual(['bucket', 'flags']);
});
