// What an entry of the audit log says has changed, field by field.

export interface Change {
  field: string;
  before: string | null;
  after: string | null;
}

type Values = Record<string, unknown> | null;

/** Text is shown as it is, everything else as JSON. */
function written(values: Values, field: string): string | null {
  if (values === null || !Object.hasOwn(values, field)) return null;
  const value = values[field];
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Every field that either side names, in the order it was written; what is equal on both is left out. */
export function changesOf(before: Values, after: Values): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({ field, before: written(before, field), after: written(after, field) })).filter((change) => change.before !== change.after);
}
