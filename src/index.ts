/**
 * Counterfoil as a library. Whatever a command can do, these functions can; they write to no stream and set no exit code.
 *
 * @module
 */
export { approve, type ApproveOptions } from './api/approve.ts';
export {
  eraseCaptures,
  exportCaptures,
  importCaptures,
  redactCaptures,
  type CapturesExported,
  type CapturesOptions,
  type EraseResult,
  type ImportResult,
  type RedactOptions,
  type RedactResult,
} from './api/captures.ts';
export { grepCaptures, listCaptures, showOneCapture, type CaptureList } from './api/captures-find.ts';
export { replayCaptures, type ReplayOptions, type ReplayResult } from './api/captures-replay.ts';
export { buildCatalog, readCatalog, type BuildCatalogOptions, type BuiltCatalog } from './api/catalog.ts';
export { checkContracts, type CheckContractsOptions } from './api/check-contracts.ts';
export { ci, type CiOptions } from './api/ci.ts';
export { compare, compareAgainst, type CompareSettings } from './api/compare.ts';
export { drift, proposeDrift, type DriftSettings } from './api/drift.ts';
export { exportJsonSchema, type ExportOptions, type ExportResult } from './api/export-json-schema.ts';
export { generate, type GenerateOptions, type GenerateResult } from './api/generate.ts';
export { identify, type IdentifyOptions } from './api/identify.ts';
export { importContract, type ImportContractResult, type ImportOptions } from './api/import.ts';
export { infer, type InferOptions } from './api/infer.ts';
export { init, type InitOptions, type InitResult, type InitWay } from './api/init.ts';
export { loadContract, type LoadedContract } from './api/load-contract.ts';
export {
  loadSimulation,
  sendSimulation,
  simulate,
  writeSimulation,
  type SimulatedDelivery,
  type SimulationSummary,
} from './api/simulate.ts';
export { send, type SendOptions, type SendResult } from './api/send.ts';
export {
  startGateway,
  type Gateway,
  type GatewayLog,
  type GatewayOptions,
  type PersonalData,
  type RedactPayload,
} from './api/gateway.ts';
export { startMock, type Mock, type MockDelivery, type MockOptions } from './api/mock.ts';
export { testReceiver, type ReadinessResult, type TestReceiverOptions } from './api/test-receiver.ts';
export { outdated, type OutdatedOptions, type OutdatedResult } from './api/outdated.ts';
export { publish, type PublishOptions, type PublishResult } from './api/publish.ts';
export { checkPulled, pull, type LockedState, type PullOptions, type PullResult } from './api/pull.ts';
export {
  createToken,
  exportRegistry,
  importRegistry,
  listTokens,
  readAudit,
  revokeToken,
  type RegistryStoreOptions,
  type RegistryTransferOptions,
  type TokenWish,
} from './api/registry-store.ts';
export { release, type ReleaseSettings } from './api/release.ts';
export { serve, type RegistryServer, type ServeOptions, type StartupContract } from './api/serve.ts';
export { verifyCapture, type VerifyCaptureOptions } from './api/verify-capture.ts';
export type { CaptureRecord } from './capture/record.ts';
export { openStore, type OpenStoreOptions } from './capture/store/open-store.ts';
export { toCapture } from './capture/store/to-capture.ts';
export type { CaptureStore, RecordQuery } from './capture/store/store.ts';
export { RunError } from './findings/run-error.ts';
export { shippedContracts, type ShippedContract } from './checks/targets.ts';
export type * from './asyncapi/model.ts';
export { catalog as rules } from './checks/catalog.ts';
export type { LintContext, LintRule } from './checks/lint/support/lint-rule.ts';
export type { Plugin } from './checks/plugins.ts';
export type { CompareMode } from './checks/compare/options.ts';
export type { Proposal } from './capture/drift/propose/run-propose.ts';
export type * from './capture/drift/result.ts';
export type * from './ci/result.ts';
export type * from './checks/compare/result.ts';
export type * from './checks/result.ts';
export type { ReleaseReport } from './checks/run-release.ts';
export type * from './checks/verify-result.ts';
export type { IdentifyRun } from './checks/run-identify.ts';
export type { SchemaChange } from './compatibility/change.ts';
export { compareContracts, type CompareContractsOptions } from './compatibility/compare-contracts.ts';
export {
  compareSchemas,
  type CompareSchemasOptions,
  type SchemaComparison,
  type Verdict,
} from './compatibility/compare-schemas.ts';
export type { Relation } from './compatibility/includes.ts';
export type * from './compatibility/contracts/model.ts';
export type { Approval } from './config/approvals.ts';
export type { Capture, Origin } from './deliveries/capture.ts';
export type { CaptureFormat, CaptureSource } from './deliveries/formats/format.ts';
export type { Delivery, DeliveryBody } from './deliveries/delivery.ts';
export type * from './deliveries/identify-result.ts';
export type * from './import/result.ts';
export type * from './infer/result.ts';
export type { Finding, FindingEvidence, Place } from './findings/finding.ts';
export type { Rule } from './findings/rule.ts';
export type { Severity } from './findings/severity.ts';
export { IsolationError } from './isolation/run-isolated.ts';
export type { Progress } from './isolation/protocol.ts';
export type { Dialect, JsonSchema, SchemaBundle } from './json-schema/schema.ts';
export { reporters } from './reporters/all.ts';
export type { Reporter, ReporterOptions } from './reporters/reporter.ts';
export { diagnoseSignature } from './signatures/diagnose.ts';
export type * from './signatures/diagnose.ts';
export { sign } from './signatures/sign.ts';
export type { AuditEntry, Role, TokenEntry } from './registry/domain/store.ts';
export type { SignatureScheme } from './signatures/scheme.ts';
export { verify } from './signatures/verify.ts';
export { toolVersion } from './util/version.ts';
