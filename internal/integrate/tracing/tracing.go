// Package tracing tells an OpenTelemetry collector how long requests take, where
// one is set up. A span knows the board, the route's pattern and the status, and
// nothing of the address, the sender or what was sent.
package tracing

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	spans "go.opentelemetry.io/otel/trace"

	"stadga/internal/integrate/meter"
)

// A Tracer sends spans to one collector.
type Tracer struct {
	provider *trace.TracerProvider
	tracer   spans.Tracer
	from     propagation.TraceContext
}

// New returns a tracer to the collector at an address such as http://127.0.0.1:4318.
// The collector is not asked anything yet: one that is down costs spans and nothing else.
func New(ctx context.Context, collector, version string) (*Tracer, error) {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(collector), otlptracehttp.WithTimeout(5*time.Second))
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	about := resource.NewSchemaless(attribute.String("service.name", "stadga"), attribute.String("service.version", version))
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(about))
	return &Tracer{provider: provider, tracer: provider.Tracer("stadga")}, nil
}

// Around makes a span of each request that a board's handler of a route answers.
func (t *Tracer) Around(board, route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := t.from.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, route, spans.WithSpanKind(spans.SpanKindServer),
			spans.WithAttributes(attribute.String("stadga.board", board), attribute.String("http.route", route)))
		defer span.End()
		seen := meter.Watch(w)
		next.ServeHTTP(seen, r.WithContext(ctx))
		span.SetAttributes(attribute.Int("http.response.status_code", seen.Status()))
		if seen.Status() >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
	})
}

// Close sends what has not been sent.
func (t *Tracer) Close(ctx context.Context) error { return t.provider.Shutdown(ctx) }
