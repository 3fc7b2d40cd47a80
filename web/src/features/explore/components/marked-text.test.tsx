import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MarkedText } from './marked-text';

test('markup in a review stays text', () => {
  const html = renderToStaticMarkup(<MarkedText text={'<img src=x onerror=alert(1)>慢&amp;'} ranges={[[28, 29]]} />);
  expect(html).toBe('<span>&lt;img src=x onerror=alert(1)&gt;</span><mark>慢</mark><span>&amp;amp;</span>');
});
