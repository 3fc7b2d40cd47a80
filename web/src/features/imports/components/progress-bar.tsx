/** How far something is, 0 to 1; null while nobody knows. */
export function ProgressBar({ label, share }: { label: string; share: number | null }) {
  return (
    <div className="progress">
      <progress aria-label={label} max={1} value={share ?? undefined} />
      <span className="quiet">
        {label}
        {share === null ? '' : ` ${Math.floor(share * 100)}%`}
      </span>
    </div>
  );
}
