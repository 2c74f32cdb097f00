import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace as traces,
} from '@opentelemetry/api'
import type { ToolStep, TraceStep, TurnTrace } from '../core/trace.ts'
import type { Tracing, TurnSpan } from '../core/tracing.ts'
import {
  agentId,
  conversationId,
  errorType,
  inputTokens,
  operation,
  operations,
  outputTokens,
  own,
  provider,
  toolName,
} from './names.ts'

/** Spans through OpenTelemetry's API, for whatever SDK the process has registered. */
export function otelTracing(version: string): Tracing {
  const tracer = traces.getTracer('dramatis', version)
  return {
    request(headers, run) {
      if (traces.getActiveSpan()) return run() // an instrumentation of HTTP has read them
      const parent = propagation.extract(ROOT_CONTEXT, headers)
      return parent === ROOT_CONTEXT ? run() : context.with(parent, run)
    },
    turn: (trace) => turnSpan(tracer, trace),
  }
}

function turnSpan(tracer: Tracer, trace: Readonly<TurnTrace>): TurnSpan {
  const attributes = {
    [operation]: operations.turn,
    [provider]: 'dramatis',
    [agentId]: trace.persona,
    [own.turn]: trace.id,
    ...(trace.conversation === undefined ? {} : { [conversationId]: trace.conversation }),
  }
  const name = `${operations.turn} ${trace.persona}`
  const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, startTime: trace.startedAt, attributes })
  const inside = traces.setSpan(context.active(), span)
  return {
    run: (work) => context.with(inside, work),
    step: (step) => child(tracer, inside, `${operations.solver} ${step.solver}`, step.milliseconds, ofSolver(step)),
    toolStep: (step) => child(tracer, inside, `${operations.tool} ${step.tool}`, step.milliseconds, ofTool(step)),
    end() {
      span.setAttributes(ofEnd(trace))
      if (trace.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: trace.error })
      span.end()
    },
  }
}

/** A span of something that is over. */
function child(tracer: Tracer, inside: Context, name: string, milliseconds: number, attributes: Attributes): void {
  const now = Date.now()
  const span = tracer.startSpan(name, { startTime: now - milliseconds, attributes }, inside)
  if (attributes[errorType] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end(now)
}

function ofSolver({ solver, outcome, reason }: TraceStep): Attributes {
  const failed = outcome === 'failed' || outcome === 'timed-out'
  return {
    [operation]: operations.solver,
    [provider]: solver, // the conventions want one; whoever answers is closest to it
    [own.solver]: solver,
    [own.outcome]: outcome,
    ...(reason === undefined ? {} : { [own.reason]: reason }),
    ...(failed ? { [errorType]: reason ?? outcome } : {}),
  }
}

function ofTool({ tool, outcome }: ToolStep): Attributes {
  return {
    [operation]: operations.tool,
    [toolName]: tool,
    [own.outcome]: outcome,
    ...(outcome === 'failed' ? { [errorType]: outcome } : {}),
  }
}

function ofEnd({ outcome, solver, error, usage, firstWord }: Readonly<TurnTrace>): Attributes {
  return {
    [own.outcome]: outcome,
    ...(solver === undefined ? {} : { [own.solver]: solver }),
    ...(firstWord === undefined ? {} : { [own.firstWord]: firstWord }),
    ...(usage ? { [inputTokens]: usage.inputTokens, [outputTokens]: usage.outputTokens } : {}),
    ...(error === undefined ? {} : { [errorType]: error }),
  }
}
