/** Version of this program; equal to the one in package.json, which a test holds. */
export const toolVersion = '0.1.0';
