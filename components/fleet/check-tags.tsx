/** Names that would not fit a column; the title has the whole. */
const SHORT_NAME: Readonly<Record<string, string>> = {
  HypervisorEnforcedCodeIntegrityPolicy: 'HVCIPolicy',
};

export function CheckTag({ check }: { check: string }) {
  return (
    <span className="tag" title={check}>
      <bdi>{SHORT_NAME[check] ?? check}</bdi>
    </span>
  );
}

/** The first failing check, and how many more. */
export function CheckTags({ checks }: { checks: readonly string[] }) {
  const [first, ...others] = checks;
  if (first === undefined) return null;
  return (
    <span className="tags">
      <CheckTag check={first} />
      {others.length > 0 && (
        <span className="tag more" title={others.join(', ')}>
          +{others.length}
          <span className="sr"> {others.join(', ')}</span>
        </span>
      )}
    </span>
  );
}
