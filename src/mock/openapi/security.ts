import type { OpenAPIV3_1 } from 'openapi-types';
import type { Contract } from '../../asyncapi/model.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';
import { prefixOf } from './components.ts';

/**
 * How deliveries prove where they come from. OpenAPI knows no signatures: they are written as a key in a header, and the
 * scheme stands beside it as `x-signature`. Whoever reads OpenAPI alone checks that there is such a header, no more.
 */
export function securityOf(
  contract: Contract,
): { readonly name: string; readonly scheme: OpenAPIV3_1.SecuritySchemeObject } | undefined {
  const { authentication } = contract;
  const name = prefixOf(contract);
  if (authentication.kind === 'none') return undefined;
  if (authentication.kind === 'header') {
    const description = 'A header with a fixed value, which the owner of the endpoint configures with the vendor.';
    return { name, scheme: { type: 'apiKey', in: 'header', name: authentication.header, description } };
  }
  const { scheme } = authentication;
  const signature: OpenAPIV3_1.ApiKeySecurityScheme & { 'x-signature': SignatureScheme } = {
    type: 'apiKey',
    in: 'header',
    name: scheme.header,
    description: describe(scheme),
    'x-signature': scheme,
  };
  return { name, scheme: signature };
}

function describe({ algorithm, encoding, signed }: SignatureScheme): string {
  return `${algorithm.toUpperCase()} over \`${signed}\`, in ${encoding}, to be verified over the body's bytes as they came.`;
}
