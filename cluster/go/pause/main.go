// Command pause is a process 1 that collects the orphans of its process namespace.
//
// Without arguments it holds the namespaces of a pod until it is told to stop: the image `pause`.
// With arguments it runs them as its child, hands SIGTERM and SIGINT on, and ends with the child's
// exit code: process 1 of the node's sandbox, which would else fill with dead container shims.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 64)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)

	child := 0
	if len(os.Args) > 1 {
		process, err := os.StartProcess(os.Args[1], os.Args[1:], &os.ProcAttr{
			Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, "pause:", err)
			os.Exit(1)
		}
		child = process.Pid
	}

	for received := range signals {
		switch {
		case received == syscall.SIGCHLD:
			collect(child)
		case child != 0:
			// The child decides when to end; an error only means that it already has.
			_ = syscall.Kill(child, received.(syscall.Signal))
		default:
			os.Exit(0)
		}
	}
}

// collect waits for every process that has ended, and ends this one with the child's exit code when
// the child is among them.
func collect(child int) {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		if child == 0 || pid != child {
			continue
		}
		if status.Signaled() {
			os.Exit(128 + int(status.Signal()))
		}
		os.Exit(status.ExitStatus())
	}
}
