import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { partMarks } from '../state/findings';
import { MarkedText, TaggedText } from './marked-text';

test('markup in a review stays text', () => {
  const html = renderToStaticMarkup(<MarkedText text={'<img src=x onerror=alert(1)>慢&amp;'} ranges={[[28, 29]]} />);
  expect(html).toBe('<span>&lt;img src=x onerror=alert(1)&gt;</span><mark>慢</mark><span>&amp;amp;</span>');
});

test('a clause is one element around its hits, and says its judgement in words', () => {
  const marks = partMarks('text', {
    hits: [[0, 2]],
    clauses: [{ field: 'text', range: [0, 3], score: -0.5 }, { field: 'text', range: [4, 6], score: 0.5 }],
    places: [{ field: 'text', range: [1, 3] }],
  });
  expect(renderToStaticMarkup(<TaggedText text="上菜慢，好<吃" marks={marks} />)).toBe(
    '<span class="clause negative" title="本句负面（−0.50）"><mark>上</mark><mark class="place">菜</mark><span class="place">慢</span></span>' +
      '<span>，</span><span class="clause positive" title="本句正面（+0.50）"><span>好&lt;</span></span><span>吃</span>',
  );
});
