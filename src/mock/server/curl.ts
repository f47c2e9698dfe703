import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { createSampler, SampleError } from '../../json-schema/sample/sampler.ts';
import { createValidator } from '../../json-schema/validate.ts';
import { buildDelivery } from '../../sending/build-delivery.ts';
import type { Json } from '../../util/json.ts';

/** Stands for the secret where a header itself is the secret: the shell puts it in, since the page is no place for it. */
const placeholder = '(the secret)';

const payloads = new WeakMap<ContractEvent, { readonly payload: Json | undefined }>();

/**
 * A command line that makes a delivery of the event, signed when there is a secret; undefined when no payload is known.
 *
 * @param variable environment variable that a secret which is itself a header is read from, when the line is run
 */
export function curlFor(
  contract: Contract,
  event: ContractEvent,
  url: string,
  secret: string | undefined,
  variable: string,
): string | undefined {
  const payload = payloadOf(contract, event);
  if (payload === undefined) return undefined;
  const isCredential = contract.authentication.kind === 'header';
  const given = isCredential && secret !== undefined ? placeholder : secret;
  const delivery = buildDelivery(contract, event, payload, { url, ...(given === undefined ? {} : { secret: given }) });
  const headers = delivery.headers.map(([name, value]) => {
    return value === placeholder ? `-H ${quote(`${name}: `)}"\${${variable}:?}"` : `-H ${quote(`${name}: ${value}`)}`;
  });
  const body = new TextDecoder().decode(delivery.body);
  const method = delivery.method === 'POST' ? [] : [`-X ${quote(delivery.method)}`];
  return ['curl -i', ...method, quote(url), ...headers, `--data-binary ${quote(body)}`].join(' \\\n  ');
}

/** The first documented example, else a sample that is always the same. */
function payloadOf(contract: Contract, event: ContractEvent): Json | undefined {
  const [example] = event.examples;
  if (example !== undefined) return example.payload;
  const known = payloads.get(event);
  if (known !== undefined) return known.payload;
  const payload = samplePayload(contract, event);
  payloads.set(event, { payload });
  return payload;
}

function samplePayload(contract: Contract, event: ContractEvent): Json | undefined {
  try {
    return createSampler(createValidator(contract.schemas), contract.schemas, event.payload).sample({ seed: 'mock' });
  } catch (error) {
    // The page then has one command line less.
    if (error instanceof SampleError) return undefined;
    throw error;
  }
}

/** For a POSIX shell. Source: POSIX.1-2024, Shell Command Language, section 2.2.2. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
