// Does a job with the client that openapi-generator makes for TypeScript: job.js URL KEY.
import { Configuration, JobsApi, ResponseError, TasksApi } from "./client";

async function main(): Promise<void> {
    const [basePath, accessToken] = process.argv.slice(2);
    const configuration = new Configuration({ basePath, accessToken });
    const jobs = new JobsApi(configuration);
    let job = await jobs.createJob({
        jobRequest: {
            kind: "video", input: "s3://media/video.mp4", output: "s3://media/typescript.webm", connectionId: "store",
            options: { width: 64, height: "50%", fit: "cover", quality: "low" }, metadata: { made: "by TypeScript" },
        },
    });
    while (job.status === "queued" || job.status === "processing") {
        await new Promise((resolve) => setTimeout(resolve, 200));
        job = await jobs.getJob({ job: job.id });
    }
    if (job.error !== null) {
        throw new Error(job.error.message);
    }
    const listed = await jobs.listJobs({ limit: 1, status: "succeeded" });
    if (listed[0].id !== job.id) {
        throw new Error(`${listed[0].id} is listed`);
    }
    const task = await new TasksApi(configuration).createTask({
        taskRequest: { kind: "probe", input: { url: "s3://media/video.mp4" }, options: { connectionId: "store" } },
    });
    await jobs.getJob({ job: "job_of_nobody" }).catch(async (refused) => {
        console.log((await (refused as ResponseError).response.json()).kind);
    });
    console.log(job.status, job.output, job.options["width"], job.metadata?.["made"], task.kind);
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
