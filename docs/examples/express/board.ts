/** Who is being served where: what this service is for. */
export class Board {
  readonly #called = new Map<string, string>();

  /** @param line name of the line, when the vendor says it */
  call(ticket: string, line: string | undefined): void {
    this.#called.set(ticket, line ?? 'the desk');
  }

  leave(ticket: string): void {
    this.#called.delete(ticket);
  }

  /** `7024061 to the desk`, in the order of the calls. */
  lines(): string[] {
    return [...this.#called].map(([ticket, line]) => `${ticket} to ${line}`);
  }
}
