/** The subject of an event: `<vendor>.v<major>.<event>`. A break goes into the subject of the next major version. */
export function subjectName(
  { vendor, version }: { readonly vendor: string; readonly version: string },
  event: string,
): string {
  return `${vendor}.v${version.split('.', 1)[0] ?? '0'}.${event}`;
}
