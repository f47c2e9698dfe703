/** Names of the formats of `counterfoil ci`, in the order in which the help names them. */
export const ciFormats = ['pretty', 'json', 'junit', 'sarif', 'github', 'gitlab', 'markdown'] as const;

export type CiFormat = (typeof ciFormats)[number];
