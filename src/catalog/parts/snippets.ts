import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { quote } from '../../codegen/printer/escape.ts';

/** A receiver of one event, with the client that `counterfoil generate` makes. */
export function receiverSnippet(contract: Contract, { name }: ContractEvent): string {
  return `import { createReceiver } from ${quote(`./webhooks/${clientFolder(contract)}/index.js`)};

const receiver = createReceiver({ ${authentication(contract)} })
  .on(${quote(name)}, async ({ payload, deliveryId }) => {
    // payload has the type of this event, and has been validated.
    console.log(deliveryId, payload);
  });

export default { fetch: receiver.fetch };
`;
}

/** Folder of a client below the one that clients are generated into. */
export function clientFolder({ vendor, version }: Contract): string {
  return `${vendor}-v${version.split('.', 1)[0] ?? '0'}`;
}

function authentication({ authentication: how }: Contract): string {
  const secret = "process.env['WEBHOOK_SECRET']";
  if (how.kind === 'none') return "auth: 'none'";
  if (how.kind === 'header') return `auth: { secret: ${secret} }`;
  return how.scheme.signed.includes('{url}')
    ? `secrets: ${secret}, url: 'https://example.com/webhooks'`
    : `secrets: ${secret}`;
}
