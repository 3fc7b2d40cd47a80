import { useMemo } from 'react';
import { type Failure, isFaultAt } from '../../../api/failure';
import { t } from '../../../messages/messages';
import { SliceEditor } from '../../../slice/components/slice-editor';
import { useNames } from '../../../slice/hooks/use-names';
import { SliceContext, type SliceInHand } from '../../../slice/hooks/use-slice';
import type { UrlState } from '../../../slice/hooks/use-url-state';
import type { SideName, Sides } from '../../../slice/state/sides-codec';

const SIDES = ['a', 'b'] as const;

interface Props {
  sides: Sides;
  update: UrlState<Sides>['update'];
  failure: Failure | null;
}

export function SideEditors({ sides, update, failure }: Props) {
  return (
    <div className="side-editors">
      {SIDES.map((side) => (
        <SideEditor key={side} side={side} sides={sides} update={update} failure={failure && isFaultAt(failure, `/${side}`) ? failure : null} />
      ))}
    </div>
  );
}

function SideEditor({ side, sides, update, failure }: Props & { side: SideName }) {
  const { names, zone } = useNames();
  const slice = sides[side];
  const inHand = useMemo(
    (): SliceInHand => ({ slice, update: (patch, mode) => update({ [side]: { ...slice, ...patch } }, mode), names, zone }),
    [side, slice, update, names, zone],
  );
  return (
    <SliceContext value={inHand}>
      <div className={`side-editor ${side}`}>
        <span className="side-sign" aria-hidden="true">
          {side.toUpperCase()}
        </span>
        <SliceEditor label={t(`compare.${side}`)} failure={failure} noteId={`note-${side}`} hasShortcut={side === 'a'} />
      </div>
    </SliceContext>
  );
}
