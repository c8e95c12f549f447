// The weights of a policy while they are being changed: compared, kept within their bounds, told apart from the default.
import type { TeamPolicy } from "../../client/schema";

export type Weights = Record<string, number>;

/** Whether two sets of weights are the same. */
export function same(one: Weights, other: Weights): boolean {
  return Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);
}

/** The rules by group, in the order in which the server tells them. */
export function grouped(policy: TeamPolicy): [string, TeamPolicy["rules"]][] {
  const groups = new Map<string, TeamPolicy["rules"]>();
  for (const rule of policy.rules) groups.set(rule.group, [...(groups.get(rule.group) ?? []), rule]);
  return [...groups];
}

/** The weights every team begins with. */
export function defaults(policy: TeamPolicy): Weights {
  return Object.fromEntries(policy.rules.map((rule) => [rule.name, rule.default]));
}

/** The names of weights beyond their bounds, or empty. */
export function beyond(weights: Weights, policy: TeamPolicy): string[] {
  return Object.keys(weights).filter((name) => {
    const value = weights[name];
    return value === undefined || !(value >= policy.least && value <= policy.most);
  });
}
