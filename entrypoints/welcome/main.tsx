import { startPage } from '../../components/page.tsx';
import { Welcome } from '../../components/welcome.tsx';

startPage(<Welcome />);
