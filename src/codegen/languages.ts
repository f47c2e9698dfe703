/** The languages that clients can be written in. */
export const languages = ['ts', 'python', 'go'] as const;

export type Language = (typeof languages)[number];
