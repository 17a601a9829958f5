// kafka-wire/binding: topics bound to handlers, with retries and dead letters.
export { App, type StopOptions } from './app.ts';
export type {
  AppCommonOptions,
  AppHooks,
  AppOptions,
  CreateMissingTopics,
  DeadLetterTopicOptions,
  ErrorContext,
  ErrorDecision,
  ErrorHandler,
  RetryTopicOptions,
  StalledReport,
} from './app-options.ts';
export type { AppRecord } from './app-record.ts';
export type { BindOptions, InPlaceRetry } from './bind-options.ts';
export { type DeadLetterReason, deadLetterHeaderNames } from './dead-letter-headers.ts';
export { type Environment, type EnvironmentOptions, fromEnvironment } from './environment.ts';
export type { Handler, HandlerContext, Middleware } from './handler.ts';
export type { AppHealth } from './health.ts';
export type { Outcome, OutcomeListener, Settlement } from './outcome.ts';
export { type RecordOrigin, retryHeaderNames } from './retry-headers.ts';
export { RetryableError } from './retryable-error.ts';
