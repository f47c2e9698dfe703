/** Names of the formats of a readiness test, in the order in which the help names them. */
export const readinessFormats = ['pretty', 'json', 'junit', 'github', 'markdown'] as const;

export type ReadinessFormat = (typeof readinessFormats)[number];
