/** Names of the formats of a report of drift, in the order in which the help names them. */
export const driftFormats = ['pretty', 'json', 'junit', 'sarif', 'github', 'gitlab', 'markdown'] as const;

export type DriftFormat = (typeof driftFormats)[number];
