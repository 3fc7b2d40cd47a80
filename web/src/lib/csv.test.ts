import { expect, test } from 'vitest';
import { csvText } from './csv';

test('cells are quoted where they must be, and formulas are text', () => {
  expect(csvText([['a', 'b"c', 'd,e', 'f\ng'], [1, -0.5, null, undefined], ['=1+1', '+x', '-y', '@z']])).toBe(
    '\uFEFFa,"b""c","d,e","f\ng"\r\n1,-0.5,,\r\n\'=1+1,\'+x,\'-y,\'@z\r\n',
  );
});
