/** The payload of any event, told apart by `type`. */
export type AcmeEvent = TreeEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  tree: TreeEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface TreeEvent {
  root: Node;
  json?: Json;
  folder?: Folder;
  inner?: NodeMeta;
}

/** A node. */
export interface Node {
  children: Node[];
  only?: Node & { parent: Node | null };
  parent?: Node | null;
  both?: Node & Twin;
  meta?: NodeMeta;
}

export interface Twin {
  parent?: Twin;
  both?: Node & Twin;
}

export type Json = string | number | boolean | Json[] | { [name: string]: Json } | null;

export type Folder = { [name: string]: Folder };

export interface NodeMeta {
  next?: NodeMeta;
}
