package io.kith.config;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distinct nodes of one message, which then names each by a small number instead of sixteen bytes. */
final class NodeTable {
    private final List<NodeId> nodes = new ArrayList<>();
    private final Map<NodeId, Integer> indices = new LinkedHashMap<>();

    /** Adds {@code node} if it is not there yet. */
    void add(NodeId node) {
        if (indices.putIfAbsent(node, nodes.size()) == null) {
            nodes.add(node);
        }
    }

    int size() {
        return nodes.size();
    }

    /** Writes the table itself. */
    void write(WireOutput out) {
        out.writeVarInt(nodes.size());
        nodes.forEach(out::writeNodeId);
    }

    /** Reads a table. */
    static NodeTable read(WireInput in) {
        NodeTable table = new NodeTable();
        int count = in.readCount(16);
        for (int i = 0; i < count; i++) {
            table.addNew(in.readNodeId());
        }
        return table;
    }

    /** Adds a node that must not be there yet. */
    void addNew(NodeId node) {
        add(node);
        if (indices.getOrDefault(node, -1) != nodes.size() - 1) {
            throw new CorruptFrameException("the node " + node + " is listed twice");
        }
    }

    /** Writes the number of a node that was added. */
    WireOutput writeIndex(WireOutput out, NodeId node) {
        Integer index = indices.get(node);
        if (index == null) {
            throw new IllegalStateException(node + " is not in the table");
        }
        out.writeVarInt(index);
        return out;
    }

    /** Reads a node by its number. */
    NodeId readIndex(WireInput in) {
        if (nodes.isEmpty()) {
            throw new CorruptFrameException("a node is named, but none is listed");
        }
        return nodes.get(in.readVarInt(nodes.size() - 1));
    }

    /** Writes a list of nodes that were added. */
    WireOutput writeList(WireOutput out, List<NodeId> list) {
        out.writeVarInt(list.size());
        for (int i = 0; i < list.size(); i++) {
            writeIndex(out, list.get(i));
        }
        return out;
    }

    /** Reads a list of {@code count} distinct nodes. */
    List<NodeId> readList(WireInput in, int count, int max) {
        if (count < 0 || count > max) {
            throw new CorruptFrameException("a list of " + count + " nodes, where at most " + max + " can be");
        }
        List<NodeId> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            NodeId node = readIndex(in);
            if (list.contains(node)) {
                throw new CorruptFrameException("the node " + node + " is twice in one list");
            }
            list.add(node);
        }
        return list;
    }
}
