import { child } from '../json-schema/pointer.ts';
import type { SignatureScheme } from '../signatures/scheme.ts';
import type { BundledDocument } from './bundle-document.ts';
import { get, objectsIn, text } from './bundled-view.ts';
import type { ObjectNode } from './bundled-view.ts';
import type { Authentication } from './model.ts';

/**
 * How deliveries of the document prove where they come from, read off the security schemes of its servers and sending
 * operations. A scheme that signs (`x-signature`) goes before one with a fixed header.
 */
export function authenticationOf(document: BundledDocument): Authentication {
  const schemes = [...objectsIn(document, '/servers'), ...objectsIn(document, '/operations')].flatMap(({ node }) =>
    objectsIn(document, child(node.pointer, 'security')).map((scheme) => scheme.node),
  );
  const found = schemes.map(authenticationBy);
  return (
    found.find(({ kind }) => kind === 'signature') ?? found.find(({ kind }) => kind === 'header') ?? { kind: 'none' }
  );
}

function authenticationBy({ value }: ObjectNode): Authentication {
  const signature = get(value, 'x-signature');
  // The extension was held against its schema before, which states the shape of a SignatureScheme.
  if (signature !== undefined) return { kind: 'signature', scheme: signature as unknown as SignatureScheme };
  const type = text(value, 'type');
  const name = text(value, 'name');
  if (type === 'httpApiKey' && text(value, 'in') === 'header' && name !== undefined)
    return { kind: 'header', header: name };
  if (type === 'http' || type === 'oauth2' || type === 'openIdConnect')
    return { kind: 'header', header: 'Authorization' };
  return { kind: 'none' };
}
