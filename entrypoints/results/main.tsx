import 'uplot/dist/uPlot.min.css';
import { startPage } from '../../components/page.tsx';
import { ResultsPage } from '../../components/sweeps/results-page.tsx';

startPage(<ResultsPage />);
