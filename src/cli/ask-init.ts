import type { CiHost } from '../init/texts.ts';
import type { InitWay } from '../api/init.ts';

/** What somebody at the terminal wants. */
export interface InitAnswers {
  readonly way: InitWay;
  readonly vendor: string;
  readonly client?: string;
  readonly ci?: CiHost;
}

/**
 * Asks at the terminal what `init` should do; everything before anything is written.
 *
 * @param vendors those with a shipped contract
 * @returns undefined when it was broken off
 */
export async function askInit(vendors: readonly string[]): Promise<InitAnswers | undefined> {
  const prompts = await import('@clack/prompts');
  /** Thrown nowhere else: leaves all further questions out. */
  class BrokenOff extends Error {}
  const answer = async <T extends string>(asked: Promise<T | symbol>): Promise<T> => {
    const value = await asked;
    if (typeof value === 'symbol') throw new BrokenOff();
    return value;
  };
  const required = (value: string | undefined): string | undefined =>
    value === undefined || value.trim() === '' ? 'Something must stand here.' : undefined;
  prompts.intro('counterfoil: the receiver’s half of a webhook contract');
  try {
    const kind = await answer<InitWay['kind']>(
      prompts.select<InitWay['kind']>({
        message: 'What do you have of the vendor?',
        options: [
          {
            value: 'shipped',
            label: `It is one of ${vendors.join(', ')}`,
            hint: 'its contract comes with counterfoil',
          },
          { value: 'captures', label: 'Recorded deliveries', hint: 'http, har, ndjson, json' },
          { value: 'document', label: 'A document', hint: 'AsyncAPI, OpenAPI, JSON Schema' },
        ],
      }),
    );
    const vendor =
      kind === 'shipped'
        ? await answer(
            prompts.select({ message: 'Which vendor?', options: vendors.map((value) => ({ value, label: value })) }),
          )
        : await answer(
            prompts.text({
              message: 'What is the vendor called? In lower case.',
              placeholder: 'acme-pay',
              validate: (value) =>
                /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value ?? '') ? undefined : 'Lower case, words joined by hyphens.',
            }),
          );
    const way: InitWay =
      kind === 'shipped'
        ? { kind }
        : kind === 'captures'
          ? {
              kind,
              captures: [
                await answer(
                  prompts.text({
                    message: 'Where are the captures?',
                    placeholder: 'captures/*.ndjson',
                    validate: required,
                  }),
                ),
              ],
            }
          : {
              kind: 'document',
              document: await answer(
                prompts.text({ message: 'Where is the document?', placeholder: 'openapi.yaml', validate: required }),
              ),
            };
    const client = await answer(
      prompts.text({
        message: 'A folder for a TypeScript client? Empty for none.',
        placeholder: 'src/webhooks',
        defaultValue: '',
      }),
    );
    const ci = await answer<'none' | CiHost>(
      prompts.select<'none' | CiHost>({
        message: 'A job for pull requests?',
        options: [
          { value: 'none', label: 'No' },
          { value: 'github', label: 'GitHub Actions' },
          { value: 'gitlab', label: 'GitLab CI' },
        ],
      }),
    );
    prompts.outro('Writing.');
    return { way, vendor, ...(client === '' ? {} : { client }), ...(ci === 'none' ? {} : { ci }) };
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error;
    prompts.cancel('Nothing was written.');
    return undefined;
  }
}
