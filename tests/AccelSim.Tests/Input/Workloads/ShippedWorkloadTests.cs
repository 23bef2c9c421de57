using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

public sealed class ShippedWorkloadTests
{
    private static IEnumerable<string> Workloads => Installation.Files.Names(WorkloadFile.Kind);

    [TestCaseSource(nameof(Workloads))]
    public void A_shipped_workload_reads_under_its_own_name_and_expands(string name)
    {
        Workload workload = WorkloadReading.Good(name);
        Assert.That(workload.Name, Is.EqualTo(name));
        Assert.That(workload.Expand().Operations, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Workloads))]
    public void A_shipped_workload_written_out_reads_back_to_the_same_step(string name)
    {
        Workload workload = WorkloadReading.Good(name);
        if (workload is GemmList)
            Assert.Ignore("a list of GEMMs is written by the path of its file");
        string text = WorkloadFile.Kind.Write(workload);
        ReadResult<Workload> again = Installation.Read(WorkloadFile.Kind, text);
        Assert.That(Installation.Messages(again), Is.Empty);
        Assert.That(WorkloadFile.Kind.Write(again.Value!), Is.EqualTo(text));
        Assert.That(again.Value!.Expand().ResidentBytes, Is.EqualTo(workload.Expand().ResidentBytes));
    }

    [Test]
    public void The_sq_workload_keeps_its_first_and_last_layer_and_its_head_in_int8()
    {
        WorkloadStep step = WorkloadReading.Good("llama-3.1-8b-sq-decode").Expand();
        var weights = step.Operations.Where(o => o.Operation is GemmOperation).Select(o => (o.Operation.Name, o.Repeats, ((GemmOperation)o.Operation).Weights.Name));
        Assert.That(weights, Is.SupersetOf(new[]
        {
            ("down_proj[0 31]", 2L, "int8"), ("down_proj[1-30]", 30L, "sq(int8/int4,b=64,s=0.875)"), ("lm_head", 1L, "int8"),
        }));
    }
}
