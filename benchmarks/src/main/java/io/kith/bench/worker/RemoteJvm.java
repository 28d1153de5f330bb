package io.kith.bench.worker;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JVM of a server, asked over the management interface that it opens for this machine when told to. */
final class RemoteJvm {
    private RemoteJvm() {}

    /** What the threads of process {@code pid} do. */
    @SuppressWarnings("BanJNDI") // The address is what a process on this machine, which this program started, gave it.
    static ThreadMXBean threads(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                String address = machine.startLocalManagementAgent();
                MBeanServerConnection server =
                        JMXConnectorFactory.connect(new JMXServiceURL(address)).getMBeanServerConnection();
                return ManagementFactory.newPlatformMXBeanProxy(
                        server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException e) {
            throw new IllegalStateException("cannot ask the JVM of process " + pid + ": " + e.getMessage(), e);
        }
    }
}
