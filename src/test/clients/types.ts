// How the types that openapi-typescript makes of the contract are used; tsc compiles it.
import type { components, operations } from "./api";

type Schemas = components["schemas"];

export const video: Schemas["JobRequest"] = {
    kind: "video",
    input: "s3://my-r2-bucket/video.mov",
    options: { width: 320, height: "50%", codec: "h265", watermark: { url: "https://example.com/logo.png" } },
};

export const ofPreset: Schemas["JobRequest"] = { kind: "video", preset: "web", input: "https://example.com/video.mov" };

export const probe: Schemas["TaskRequest"] = { kind: "probe", input: { url: "https://example.com/video.mov" } };

// @ts-expect-error: sound has no width
export const wide: Schemas["JobRequest"] = { kind: "audio", input: "s3://b/a.mov", options: { width: 320 } };

// @ts-expect-error: without a preset, a job has a kind
export const kindless: Schemas["JobRequest"] = { input: "s3://b/a.mov" };

// @ts-expect-error: a file goes somewhere
export const nowhere: Schemas["TaskRequest"] = { kind: "export", input: "s3://b/a.mov" };

export function summary(job: Schemas["Job"]): string {
    if (job.error !== null) {
        return job.error.message;
    }
    return `${job.options["format"]} ${job.output ?? "not yet"} ${job.started_at === null ? "" : new Date(job.started_at)}`;
}

export function ofEvent(event: Schemas["JobEvent"]): [number, number] | undefined {
    const file = event.output;
    return file?.width && file.height ? [file.width, file.height] : undefined;
}

export type Listed = operations["listJobs"]["responses"][200]["content"]["application/json"];
export const statuses = (jobs: Listed): Schemas["JobStatus"][] => jobs.map((job) => job.status);
