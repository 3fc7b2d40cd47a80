import { expect, test } from 'vitest';
import { byteSize, clockTime } from './amounts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [99_940, '99.9 kB'],
  [99_950, '100 kB'],
  [3_079_997, '3.1 MB'],
  [999_999, '1.0 MB'],
  [4_294_967_296, '4.3 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(byteSize(bytes)).toBe(text);
});

test.each([
  [0, '0:00'],
  [0.2, '0:01'],
  [59.5, '1:00'],
  [760, '12:40'],
  [7_380, '2:03:00'],
])('%d seconds are %s', (seconds, text) => {
  expect(clockTime(seconds)).toBe(text);
});
