import { startPage } from '../../components/page.tsx';
import { ReportsPage } from '../../components/reports/reports-page.tsx';

startPage(<ReportsPage />);
