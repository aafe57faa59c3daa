//! Parts of the network that are solved separately.

use super::super::problem::Problem;

/// Workshops and products that still interact, with the arcs among them sorted by product.
#[derive(Default)]
pub(super) struct Subproblem {
    pub(super) workshops: Vec<usize>,
    pub(super) products: Vec<usize>,
    pub(super) arcs: Vec<usize>,
}

impl Subproblem {
    /// The connected components. `local_workshop` and `local_product` give the position of each node in `self`.
    pub(super) fn components(self, problem: &Problem, local_workshop: &[usize], local_product: &[usize]) -> Vec<Self> {
        let workshop_count = self.workshops.len();
        let mut parent: Vec<usize> = (0..workshop_count + self.products.len()).collect();
        for arc in &self.arcs {
            let arc = &problem.arcs[*arc];
            let a = find_root(&mut parent, local_workshop[arc.workshop]);
            let b = find_root(&mut parent, workshop_count + local_product[arc.product]);
            parent[a.max(b)] = a.min(b);
        }
        let mut component_of_root = vec![usize::MAX; parent.len()];
        let mut components: Vec<Self> = Vec::new();
        let mut component_of = |node: usize, components: &mut Vec<Self>| {
            let root = find_root(&mut parent, node);
            if component_of_root[root] == usize::MAX {
                component_of_root[root] = components.len();
                components.push(Self::default());
            }
            component_of_root[root]
        };
        for (local, workshop) in self.workshops.iter().enumerate() {
            let at = component_of(local, &mut components);
            components[at].workshops.push(*workshop);
        }
        for (local, product) in self.products.iter().enumerate() {
            let at = component_of(workshop_count + local, &mut components);
            components[at].products.push(*product);
        }
        for arc in &self.arcs {
            let at = component_of(local_workshop[problem.arcs[*arc].workshop], &mut components);
            components[at].arcs.push(*arc);
        }
        components
    }
}

/// Root of a node's set in the union-find forest, with path halving.
fn find_root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}
