/** Names of the formats of a comparison, in the order in which the help names them. */
export const compareFormats = ['pretty', 'json', 'junit', 'sarif', 'github', 'gitlab', 'markdown'] as const;

export type CompareFormat = (typeof compareFormats)[number];
