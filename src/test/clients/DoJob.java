import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.JobsApi;
import org.openapitools.client.api.TasksApi;
import org.openapitools.client.model.FileReference;
import org.openapitools.client.model.Fit;
import org.openapitools.client.model.Job;
import org.openapitools.client.model.JobRequest;
import org.openapitools.client.model.JobStatus;
import org.openapitools.client.model.ProbeTaskRequest;
import org.openapitools.client.model.Quality;
import org.openapitools.client.model.ReadOptions;
import org.openapitools.client.model.Size;
import org.openapitools.client.model.Task;
import org.openapitools.client.model.TaskInput;
import org.openapitools.client.model.TaskRequest;
import org.openapitools.client.model.VideoJobRequest;
import org.openapitools.client.model.VideoOptions;

/** Does a job with the client that openapi-generator makes for Java: DoJob URL KEY. */
final class DoJob {

    private DoJob() {
    }

    public static void main(String[] args) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + args[1]));
        var jobs = new JobsApi(client);
        Job job = jobs.createJob(new JobRequest(new VideoJobRequest().kind(VideoJobRequest.KindEnum.VIDEO)
                .input("s3://media/video.mp4").output("s3://media/java.webm").connectionId("store")
                .options(new VideoOptions().width(new Size(64)).height(new Size("50%")).fit(Fit.COVER).quality(Quality.LOW))
                .metadata(Map.of("made", "by Java"))), null, null, null);
        while (job.getStatus() == JobStatus.QUEUED || job.getStatus() == JobStatus.PROCESSING) {
            Thread.sleep(200);
            job = jobs.getJob(job.getId());
        }
        if (job.getError() != null) {
            throw new IllegalStateException(job.getError().getMessage());
        }
        Job listed = jobs.listJobs(1, null, null, null, null, JobStatus.SUCCEEDED, null, null).get(0);
        if (!listed.getId().equals(job.getId())) {
            throw new IllegalStateException(listed.getId() + " is listed");
        }
        Task task = new TasksApi(client).createTask(new TaskRequest(new ProbeTaskRequest()
                .kind(ProbeTaskRequest.KindEnum.PROBE).input(new TaskInput(new FileReference().url("s3://media/video.mp4")))
                .options(new ReadOptions().connectionId("store"))), null, null);
        try {
            jobs.getJob("job_of_nobody");
        } catch (ApiException refused) {
            System.out.println(refused.getResponseBody().contains("job_not_found") ? "job_not_found" : refused);
        }
        System.out.println(job.getStatus() + " " + job.getOutput() + " " + job.getOptions().get("width") + " "
                + job.getMetadata().get("made") + " " + task.getKind());
    }
}
