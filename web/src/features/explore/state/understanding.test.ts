import { expect, test } from 'vitest';
import { cutText, synonymState, synonymText } from './understanding';

const TYPED = {
  understood: [['出菜', '慢'], [], ['排队']],
  synonyms: [
    { piece: '出菜', words: ['上菜', '传菜'], applied: false },
    { piece: '排队', words: ['等位'], applied: false },
  ],
};

test('terms stand apart, pieces together', () => {
  expect(cutText(TYPED)).toBe('出菜 + 慢；排队');
  expect(cutText({ understood: [], synonyms: [] })).toBe('');
});

test('synonyms are at hand, applied, or there are none', () => {
  expect(synonymState(TYPED)).toBe('available');
  expect(synonymText(TYPED)).toBe('出菜 = 上菜、传菜；排队 = 等位');
  expect(synonymState({ ...TYPED, synonyms: TYPED.synonyms.map((entry) => ({ ...entry, applied: true })) })).toBe('applied');
  expect(synonymState({ understood: [['慢']], synonyms: [] })).toBe('none');
});
