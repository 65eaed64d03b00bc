package io.tidemark.fleet.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job as slurmrestd tells it, as far as it matters here. A job array that waits is one job of several tasks.
 *
 * @param why what a pending job waits for, in Slurm's word
 * @param nodes where it runs
 * @param constraint the features it asks for, as written
 * @param nodeCount nodes that one task needs, at least 1
 * @param tasks how many of it wait, at least 1
 * @param exclusive whether it takes whole nodes
 * @param gpuType the type of GPU it insists on, empty for any
 * @param gpusPerNode how many GPUs it asks for on a node, 0 if it does not say
 */
record SlurmJob(
        String id,
        String name,
        List<String> states,
        String why,
        List<String> partitions,
        List<String> nodes,
        List<String> requiredNodes,
        List<String> excludedNodes,
        String constraint,
        long nodeCount,
        long tasks,
        boolean exclusive,
        String gpuType,
        long gpusPerNode) {
    /** A job waits for nodes with these; with all others, for a quota, another job, a time or a person. */
    private static final Set<String> LACKS_NODES = Set.of("Resources", "Priority");

    private static final String LACKS_ITS_NODES = "ReqNodeNotAvail";

    private static final Pattern GPUS =
            Pattern.compile("(?:gres/)?gpu(?::([A-Za-z][A-Za-z0-9_.-]*))?(?:[:=]([0-9]{1,9}))?");
    private static final Pattern TASKS = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9})(?::([0-9]{1,9}))?)?");

    static SlurmJob read(JsonNode job) {
        String gpuType = "";
        long gpus = 0;
        for (String field : List.of("tres_per_node", "tres_per_job", "tres_per_task")) {
            for (String tres : job.path(field).asText().split(",", -1)) {
                Matcher matcher = GPUS.matcher(tres);
                if (gpus == 0 && matcher.matches()) {
                    gpuType = matcher.group(1) == null ? "" : matcher.group(1);
                    gpus = matcher.group(2) == null ? 1 : Long.parseLong(matcher.group(2));
                    gpus *= field.equals("tres_per_task") ? Math.max(1, SlurmRest.number(job.path("tasks"))) : 1;
                }
            }
        }
        return new SlurmJob(
                job.path("job_id").asText(),
                job.path("name").asText(),
                SlurmRest.texts(job, "job_state"),
                job.path("state_reason").asText(),
                Arrays.asList(job.path("partition").asText().split(",", -1)),
                HostList.expand(job.path("nodes").asText()),
                HostList.expand(job.path("required_nodes").asText()),
                HostList.expand(job.path("excluded_nodes").asText()),
                job.path("features").asText(),
                Math.max(1, SlurmRest.number(job.path("node_count"))),
                tasks(job.path("array_task_string").asText(), SlurmRest.number(job.path("array_max_tasks"))),
                SlurmRest.texts(job, "shared").contains("none"),
                gpuType,
                gpus);
    }

    /** A job of ours as we have just made it. */
    static SlurmJob holder(String id, String name, List<String> nodes) {
        return new SlurmJob(
                id,
                name,
                List.of("RUNNING"),
                "",
                List.of(),
                nodes,
                List.of(),
                List.of(),
                "",
                nodes.size(),
                1,
                true,
                "",
                0);
    }

    /** How many tasks of an array such as {@code 1-5,7,10-20:2%3} wait, of which no more than {@code most} may run. */
    private static long tasks(String text, long most) {
        long tasks = 0;
        for (String part : text.split("%", 2)[0].split(",", -1)) {
            Matcher range = TASKS.matcher(part);
            // Slurm cuts long lists off with an ellipsis; what is not told is not counted.
            if (range.matches()) {
                long first = Long.parseLong(range.group(1));
                long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
                long step = range.group(3) == null ? 1 : Math.max(1, Long.parseLong(range.group(3)));
                tasks += Math.max(0, (last - first) / step + 1);
            }
        }
        return Math.max(1, most > 0 ? Math.min(most, tasks) : tasks);
    }

    /** Whether it is a fence of ours that holds its nodes at this moment. */
    boolean isHolder() {
        return name.startsWith(FenceMark.HOLDER) && states.contains("RUNNING");
    }

    /** Whether it would run if there were more nodes. */
    boolean lacksNodes() {
        return states.contains("PENDING")
                && !name.startsWith(FenceMark.HOLDER)
                && (LACKS_NODES.contains(why) || why.startsWith(LACKS_ITS_NODES));
    }

    /**
     * Whether it could run on a node if that were free. A constraint with alternatives, counts or brackets is read
     * generously: any of its features will do.
     */
    boolean couldRunOn(SlurmNode node) {
        return partitions.stream().anyMatch(node.partitions()::contains)
                && (requiredNodes.isEmpty() || requiredNodes.contains(node.name()))
                && !excludedNodes.contains(node.name())
                && (gpuType.isEmpty() || node.gpuType().isEmpty() || gpuType.equals(node.gpuType()))
                && meetsConstraint(node);
    }

    private boolean meetsConstraint(SlurmNode node) {
        Set<String> wanted = new TreeSet<>(Arrays.asList(constraint.split("[&|,()\\[\\]]|\\*[0-9]+", -1)));
        wanted.remove("");
        if (wanted.isEmpty()) {
            return true;
        }
        boolean all = constraint.chars().noneMatch(c -> "|[(*".indexOf(c) >= 0);
        return all ? node.features().containsAll(wanted) : wanted.stream().anyMatch(node.features()::contains);
    }
}
