// Does a job with the client that openapi-generator makes for Go: job URL KEY.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	openapi "client"
)

func main() {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Args[1]}}
	client := openapi.NewAPIClient(configuration)
	asked := context.WithValue(context.Background(), openapi.ContextAccessToken, os.Args[2])

	width, height := int32(64), "50%"
	request := &openapi.VideoJobRequest{Kind: "video"}
	request.SetInput("s3://media/video.mp4")
	request.SetOutput("s3://media/go.webm")
	request.SetConnectionId("store")
	request.SetMetadata(map[string]interface{}{"made": "by Go"})
	request.SetOptions(openapi.VideoOptions{Width: &openapi.Size{Int32: &width}, Height: &openapi.Size{String: &height},
		Fit: openapi.COVER.Ptr(), Quality: openapi.LOW.Ptr()})
	job, _, err := client.JobsAPI.CreateJob(asked).JobRequest(openapi.VideoJobRequestAsJobRequest(request)).Execute()
	for err == nil && (job.Status == openapi.QUEUED || job.Status == openapi.PROCESSING) {
		time.Sleep(200 * time.Millisecond)
		job, _, err = client.JobsAPI.GetJob(asked, job.Id).Execute()
	}
	stopOn(err)
	listed, _, err := client.JobsAPI.ListJobs(asked).Limit(1).Status(openapi.SUCCEEDED).Execute()
	stopOn(err)
	if listed[0].Id != job.Id {
		stopOn(fmt.Errorf("%s is listed", listed[0].Id))
	}
	probe := openapi.NewProbeTaskRequest("probe",
		openapi.FileReferenceAsTaskInput(openapi.NewFileReference("s3://media/video.mp4")))
	store := "store"
	probe.SetOptions(openapi.ReadOptions{ConnectionId: &store})
	task, _, err := client.TasksAPI.CreateTask(asked).TaskRequest(openapi.ProbeTaskRequestAsTaskRequest(probe)).Execute()
	stopOn(err)
	_, _, err = client.JobsAPI.GetJob(asked, "job_of_nobody").Execute()
	problem := err.(*openapi.GenericOpenAPIError).Model().(openapi.Problem)
	fmt.Println(problem.Kind)
	fmt.Println(job.Status, *job.Output.Get(), job.Options["width"], job.Metadata["made"], task.Kind)
}

func stopOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
