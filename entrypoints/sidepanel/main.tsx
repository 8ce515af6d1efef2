import { startPage } from '../../components/page.tsx';
import { SidePanel } from '../../components/sweeps/side-panel.tsx';

startPage(<SidePanel />);
