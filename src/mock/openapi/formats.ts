/** The formats that a document can be written in. */
export const openApiFormats = ['yaml', 'json'] as const;

export type OpenApiFormat = (typeof openApiFormats)[number];
