import { Button } from 'antd';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { t } from '../../../messages/messages';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';

/** Where files are dropped or chosen. A drop anywhere inside counts, so that nobody has to aim. */
export function DropZone({ add, children }: { add: (files: Iterable<File>) => void; children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  useShortcuts({ o: () => input.current?.click() });
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  return (
    <div className="drop-area" onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      <section className={`panel drop-zone${isOver ? ' over' : ''}`} aria-label={t('imports.drop')}>
        <p>{t(isOver ? 'imports.dropNow' : 'imports.drop')}</p>
        <Button type="primary" onClick={() => input.current?.click()}>
          {t('imports.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('imports.choose')}
          onChange={({ target }) => {
            add(target.files ?? []);
            // The same file can be chosen again, once it was repaired.
            target.value = '';
          }}
        />
        <p className="quiet">{t('imports.formats')}</p>
      </section>
      {children}
    </div>
  );
}
