using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>Times forward passes: by the cycle engine on any machine, or by the kernel model on machines whose libraries were measured.</summary>
public interface IPassClock
{
    /// <summary>One pass of a model; whether its data fit into memory is asked elsewhere.</summary>
    PassTime Pass(ModelWorkload workload);

    /// <summary>Operations beside the passes, such as the selection of keys, on as many chips as share a layer.</summary>
    PassTime Beside(IEnumerable<RepeatedOperation> operations, int tensorParallel);
}
